// Assembly marker, replaced by the stand-in.
