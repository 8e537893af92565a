"""My Account: what belongs to the account itself, whatever side its owner acts on."""
