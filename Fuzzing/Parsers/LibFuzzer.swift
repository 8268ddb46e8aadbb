import CFuzzer
import Foundation

// What libFuzzer, which has the main function, calls by name ("libFuzzer – a library for coverage-guided fuzz testing", LLVM):
// fuzz-parsers PARSER [options of libFuzzer] [folders of inputs].

/// The parser that the first argument names.
private let chosen: FuzzedParser = {
    guard let name = CommandLine.arguments.dropFirst().first, let parser = FuzzedParser(rawValue: name)
    else {
        let names = FuzzedParser.allCases.map(\.rawValue).joined(separator: ", ")
        FileHandle.standardError.write(Data("fuzz-parsers: name one of \(names) first\n".utf8))
        exit(64)
    }
    return parser
}()

/// Takes the parser's name out of the arguments, before libFuzzer reads them.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> CInt {
    _ = chosen
    arguments.pointee[1] = arguments.pointee[0]
    arguments.pointee += 1
    count.pointee -= 1
    return 0
}

/// Reads one input; a trap is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Data(UnsafeBufferPointer(start: start, count: count))
    chosen.prepare()
    winnow_meter_start(chosen.memoryLimit(count))
    chosen.read(bytes)
    winnow_meter_stop()
    return 0
}

/// Changes an input, and mostly makes its checksums fit, which no chance would.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: UInt32) -> Int {
    let count = LLVMFuzzerMutate(start, count, limit)
    if !seed.isMultiple(of: 8) {
        var bytes = Data(UnsafeBufferPointer(start: start, count: count))
        Checksums.mend(&bytes)
        bytes.copyBytes(to: start, count: count)
    }
    return count
}
