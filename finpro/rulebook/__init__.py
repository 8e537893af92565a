"""Rules and facts of the field as effective-dated data: `from finpro.rulebook import lookup as rulebook`."""
