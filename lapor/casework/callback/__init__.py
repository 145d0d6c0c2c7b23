"""Call-back: a sample of closed reports whose reporters an officer of another office asks (docs/adr/0033)."""
