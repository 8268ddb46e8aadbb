import Foundation
import Synchronization

/// A TensorBoard event file: scalars and images over the steps of a run.
///
/// A file is a sequence of TFRecords (length, its checksum, data, its checksum), each with one `tensorflow.Event` message
/// (tensorflow/core/util/event.proto). Every event reaches the file whole, with one write. Any thread may add.
public final class EventWriter: Sendable {
    /// The file: `events.out.tfevents.SECONDS.HOST.PROCESS.NUMBER`.
    public var url: URL { file.url }
    private let file: OpenFile
    private let clock: @Sendable () -> Double
    private let lock = Mutex(())
    private static let count = Atomic<Int>(0)

    /// Makes a new event file in `folder`, which is made where it is missing.
    ///
    /// - Parameter step: the step of the checkpoint that a run goes on from: TensorBoard then hides the earlier files' events of
    ///   later steps, for they will be written again.
    /// - Throws: `WinnowError` `.cannotCreate` or `.ioFailed`.
    public convenience init(folder: URL, resumingAfter step: Int? = nil) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw WinnowError(.cannotCreate, "\(folder.path): cannot be made; check its permissions")
        }
        let clock: @Sendable () -> Double = { Date().timeIntervalSince1970 }
        let number = Self.count.add(1, ordering: .relaxed).newValue
        let host = ProcessInfo.processInfo.hostName.filter { $0.isLetter || $0.isNumber || $0 == "-" }
        let name = "events.out.tfevents.\(Int(clock())).\(host).\(getpid()).\(number)"
        try self.init(folder.appendingPathComponent(name), resumingAfter: step, clock: clock)
    }

    /// Makes a file of the given name, with times from the given clock.
    init(_ url: URL, resumingAfter step: Int?, clock: @escaping @Sendable () -> Double) throws {
        self.clock = clock
        file = try OpenFile(creating: url)
        try write(step: 0) { $0.data("brain.Event:2".utf8, field: Field.fileVersion) }
        if let step {
            try write(step: step + 1) { event in
                event.message(field: Field.sessionLog) { $0.integer(Field.sessionStart, field: 1) }
            }
        }
    }

    /// Adds a number to the curve `tag`, such as `"loss/discriminator"`.
    ///
    /// - Throws: `WinnowError` `.ioFailed`.
    public func addScalar(_ tag: String, _ value: Double, step: Int) throws {
        try addValue(tag, step: step) { $0.float(Float(value), field: Field.simpleValue) }
    }

    /// Adds an image to the series `tag`.
    ///
    /// - Parameters:
    ///   - png: the image as an RGB PNG file.
    ///   - width: its width in pixels.
    ///   - height: its height in pixels.
    /// - Throws: `WinnowError` `.ioFailed`.
    public func addImage(_ tag: String, png: Data, width: Int, height: Int, step: Int) throws {
        try addValue(tag, step: step) { value in
            value.message(field: Field.image) { image in
                image.integer(height, field: 1)
                image.integer(width, field: 2)
                image.integer(3, field: 3)  // colour space: RGB
                image.data(png, field: 4)
            }
        }
    }

    /// Field numbers of `tensorflow.Event` and `tensorflow.Summary.Value`.
    private enum Field {
        static let wallTime = 1
        static let step = 2
        static let fileVersion = 3
        static let summary = 5
        static let sessionLog = 7
        static let sessionStart = 1
        static let summaryValue = 1
        static let tag = 1
        static let simpleValue = 2
        static let image = 4
    }

    private func addValue(_ tag: String, step: Int, _ build: (inout ProtocolBuffer) -> Void) throws {
        try write(step: step) { event in
            event.message(field: Field.summary) { summary in
                summary.message(field: Field.summaryValue) { value in
                    value.data(tag.utf8, field: Field.tag)
                    build(&value)
                }
            }
        }
    }

    private func write(step: Int, _ build: (inout ProtocolBuffer) -> Void) throws {
        var event = ProtocolBuffer()
        event.double(clock(), field: Field.wallTime)
        // Zero is what a missing number means, and is left out as other writers do.
        if step != 0 { event.integer(step, field: Field.step) }
        build(&event)
        let length = UInt64(event.bytes.count).littleEndianBytes
        let record =
            length + CRC32C.masked(length).littleEndianBytes + event.bytes
            + CRC32C.masked(event.bytes).littleEndianBytes
        try lock.withLock { _ in try record.withUnsafeBytes { try file.write($0) } }
    }
}
