public enum PlaceholderQ {}
