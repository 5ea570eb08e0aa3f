"""A question in, sourced answers out, or an honest abstention; and how well that works."""
