/// The rows at which something is looked at. They are found when somebody asks for them: a test that an index answers
/// for all rows never does.
final class Mask {
    private let find: () -> Bitmap
    private(set) lazy var rows: Bitmap = find().counted

    init(_ rows: Bitmap) { find = { rows } }

    init(finding find: @escaping () -> Bitmap) { self.find = find }

    /// The same for rows each of which is at a place of these.
    func gathered(_ places: [Int32]) -> Mask { Mask(rows.gathered(places)) }
}
