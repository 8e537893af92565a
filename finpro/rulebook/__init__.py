"""Rules and facts of the field as effective-dated data. Public face: `from finpro.rulebook import lookup as rulebook`."""
