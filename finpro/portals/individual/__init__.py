"""The side of the industry professional: the dashboard and the own record."""
