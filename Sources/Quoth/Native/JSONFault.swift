/// Why a JSON text was refused, and where.
package struct JSONFault: Error, Equatable {
    package enum Kind: Sendable {
        /// Nothing but white space.
        case empty
        /// The text ends inside a value.
        case truncated
        /// A bracket, comma, colon or quotation mark isn't where it should be.
        case structure
        /// Something stands after the value.
        case trailing
        /// An escape that doesn't exist, a lone surrogate, a raw control character.
        case string
        /// Not a number as JSON writes them.
        case number
        /// A number too large for a double.
        case range
        /// Not UTF-8.
        case encoding
        /// Nested more deeply than ``JSONReader/maximumDepth``.
        case depth
        /// Over 4 GB, or over the memory there is.
        case size
        /// The library refused a text in which we find nothing wrong.
        case unexplained
    }

    package let kind: Kind
    /// In the bytes given to the reader, not in the line within them.
    package let byteOffset: Int
    /// What is wrong, as a clause without a full stop: `expected ',' or ']'`.
    package let message: String
}
