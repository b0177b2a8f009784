"""Administrative codes and names of all Indonesia (Kemendagri), and how officers write them."""
