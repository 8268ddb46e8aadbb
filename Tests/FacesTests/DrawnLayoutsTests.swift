import Foundation
import Imaging
import Testing
import Workspace

@testable import Datasets

/// Every layout is drawn, read back by the loader that reads the real sets, and compared with what was drawn.
@Suite struct DrawnLayoutsTests {
    private func small(_ layout: FacesLayout, quirks: Bool = false) -> FacesDataset {
        var faces = FacesDataset(seed: 11)
        faces.layout = layout
        faces.hasQuirks = quirks
        faces.counts = [.train: 40]
        if layout.splits.contains(.validation) { faces.counts[.validation] = 9 }
        if layout.splits.contains(.test) { faces.counts[.test] = 8 }
        (faces.width, faces.height) = (24, 28)
        // Every expression comes up.
        faces.distribution.expressions = ExpressionName.allCases.map { _ in 1 }
        return faces
    }

    private func withDrawn(_ faces: FacesDataset, _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "drawn-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try faces.write(to: folder)
        try body(folder)
    }

    /// How often each label is in a split.
    private func tally(_ dataset: Dataset, _ split: Split) -> [String: Int] {
        dataset.examples(in: split).reduce(into: [:]) {
            $0[dataset.schema.text(of: $1.label), default: 0] += 1
        }
    }

    /// The same of the faces that the seed stands for.
    private func expected(_ faces: FacesDataset, _ split: Split, _ label: (SampledFace) -> String) throws
        -> [String: Int]
    {
        let sampler = try FaceSampler(seed: faces.seed, distribution: faces.distribution)
        return (0..<(faces.counts[split] ?? 0)).reduce(into: [:]) {
            $0[label(sampler.face(split: split, index: $1)), default: 0] += 1
        }
    }

    private func files(in folder: URL) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            var isFolder: ObjCBool = false
            let url = folder.appendingPathComponent(path)
            if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue {
                files[path] = try Data(contentsOf: url)
            }
        }
        return files
    }

    @Test(arguments: FacesLayout.allCases, [false, true])
    func isRecognizedAndEveryImageCanBeRead(layout: FacesLayout, quirks: Bool) throws {
        try withDrawn(small(layout, quirks: quirks)) { folder in
            let dataset = try Dataset.open(folder, skipBad: true)
            #expect(dataset.layout == layout.rawValue)
            #expect(dataset.problems.count == (quirks && layout == .utkFace ? 3 : 0), "\(dataset.problems)")
            var sizes: Set<[Int]> = []
            _ = try dataset.verified(skipBad: false, onSize: { sizes.insert([$1, $2]) })
            #expect(sizes == [[24, 28]])
            for split in layout.splits where layout.splits.count > 1 {
                #expect(dataset.examples(in: split).count == small(layout).counts[split])
            }
        }
    }

    @Test(arguments: FacesLayout.allCases, [false, true])
    func theSameSeedGivesTheSameBytes(layout: FacesLayout, quirks: Bool) throws {
        var faces = small(layout, quirks: quirks)
        faces.threads = 1
        try withDrawn(faces) { first in
            faces.threads = 4
            try withDrawn(faces) { second in
                let (one, two) = try (files(in: first), files(in: second))
                #expect(one == two && !one.isEmpty)
            }
        }
    }

    @Test(arguments: [FacesLayout.celeba, .celebaChallenge], [false, true])
    func attributesComeBack(layout: FacesLayout, quirks: Bool) throws {
        let faces = small(layout, quirks: quirks)
        try withDrawn(faces) { folder in
            let dataset = try Dataset.open(folder, attributes: FaceAttributes.names)
            let sampler = try FaceSampler(seed: faces.seed, distribution: faces.distribution)
            for split in Split.allCases {
                let labels = (0..<faces.counts[split]!).map { index -> Label in
                    .bits(sampler.face(split: split, index: index).recorded.values.map { $0 ? 1 : 0 })
                }
                #expect(dataset.examples(in: split).map(\.label) == labels)
            }
            if quirks {
                #expect(dataset.examples(in: .train)[0].path.contains("img_align_celeba/img_align_celeba/"))
            }
        }
    }

    @Test(arguments: [FacesLayout.affectNet, .affectNetCompact, .affectNetFolders], [false, true])
    func expressionsComeBack(layout: FacesLayout, quirks: Bool) throws {
        let faces = small(layout, quirks: quirks)
        try withDrawn(faces) { folder in
            let dataset = try Dataset.open(folder)
            for split in layout.splits {
                let drawn = try expected(faces, split) { $0.recordedExpression.rawValue.capitalized }
                #expect(tally(dataset, split) == drawn)
            }
            let note = dataset.notes.first { $0.hasPrefix("left out") }
            let counts: [FacesLayout: Int] = [.affectNet: 7, .affectNetCompact: 6, .affectNetFolders: 3]
            #expect(quirks ? note?.hasPrefix("left out \(counts[layout]!) images") == true : note == nil)
        }
    }

    @Test func theQuirksOfAffectNetsListsAreThere() throws {
        try withDrawn(small(.affectNet, quirks: true)) { folder in
            let lists = folder.appendingPathComponent("Manually_Annotated_file_lists")
            let train = try String(contentsOf: lists.appendingPathComponent("training.csv"), encoding: .utf8)
            let validation = try String(
                contentsOf: lists.appendingPathComponent("validation.csv"), encoding: .utf8)
            #expect(
                train.hasPrefix("subDirectory_filePath,") && !validation.contains("subDirectory_filePath"))
            let suffixes = Set(
                train.split(separator: "\n").dropFirst().map {
                    $0.split(separator: ",")[0].split(separator: ".")[1]
                })
            #expect(suffixes == ["jpg", "JPG", "jpeg", "png"])
            #expect(train.contains(",NULL,NULL,NULL,NULL\n") && train.contains(",NULL,8,NULL,NULL\n"))
        }
    }

    @Test(arguments: [false, true])
    func agesGendersAndBandsComeBack(quirks: Bool) throws {
        let faces = small(.utkFace, quirks: quirks)
        func text(_ face: SampledFace) -> String {
            "age \(face.recordedAge) & gender \(face.recorded["Male"] ? "male" : "female") & race \(face.recordedSkinBand.name)"
        }
        try withDrawn(faces) { folder in
            let dataset = try Dataset.open(folder, skipBad: true)
            let read = Split.allCases.reduce(into: [String: Int]()) {
                $0.merge(tally(dataset, $1), uniquingKeysWith: +)
            }
            var drawn = try expected(faces, .train, text)
            if quirks {
                drawn["age 24 & gender male & race Black", default: 0] += 1
                drawn["age 55 & gender male & race White", default: 0] += 1
                #expect(
                    dataset.problems.map(\.file).sorted() == [
                        "UTKFace/39_1_20170116174525125.jpg.chip.jpg",
                        "UTKFace/61_1_20170109142408075.jpg.chip.jpg",
                        "UTKFace/61_1_20170109150557335.jpg.chip.jpg",
                    ])
                #expect(
                    dataset.notes.contains {
                        $0.hasPrefix("taken in spite of a flaw in the name: 24_0_1_2017")
                    })
            }
            #expect(read == drawn)
            // Nothing is wrong with the names where the race is not asked for.
            #expect(try Dataset.open(folder, attributes: ["age", "gender"]).problems.isEmpty)
        }
    }

    @Test(arguments: [false, true])
    func peopleAndTheirMasksComeBack(quirks: Bool) throws {
        let faces = small(.maskFaces, quirks: quirks)
        try withDrawn(faces) { folder in
            let dataset = try Dataset.open(folder)
            let all = Split.allCases.flatMap { dataset.examples(in: $0) }
            // Forty images are six people, who are whole.
            #expect(all.count == 42)
            let sampler = try FaceSampler(seed: faces.seed, distribution: faces.distribution)
            for index in 0..<6 {
                let face = sampler.face(split: .train, index: index)
                let id = quirks && index < 2 ? "000001-\(index + 1)" : "00000\(index + 1)"
                let age =
                    face.recordedAge < 30 ? "under 30" : face.recordedAge < 60 ? "30 to 59" : "60 or over"
                let who = "\(face.recorded["Male"] ? "male" : "female") \(age)"
                let own = all.filter { $0.group == id }
                let labels = own.map { dataset.schema.text(of: $0.label) }
                #expect(labels.filter { $0 == "masked \(who)" }.count == 5)
                #expect(Set(labels) == ["masked \(who)", "incorrect \(who)", "unmasked \(who)"])
            }
            let suffixes = Set(all.map(\.file.pathExtension))
            #expect(suffixes == (quirks ? ["jpg", "jpeg", "png", "JPG"] : ["jpg"]))
            #expect(try files(in: folder).keys.contains { $0.contains("/._") } == quirks)
        }
    }

    @Test func aMaskIsDrawnWhereItIsWorn() throws {
        let face = try FaceSampler(seed: 3).face(split: .train, index: 0).parameters
        let renderer = FaceRenderer(width: 178, height: 218)
        let bare = renderer.render(face)
        /// How many pixels of the rows differ much from the bare face's.
        func changed(_ position: FaceMask.Position, rows: Range<Int>) -> Double {
            var masked = face
            masked.wearing.mask = FaceMask(.surgical, position, color: [0.1, 0.2, 0.9])
            let image = renderer.render(masked)
            let pixels = rows.flatMap { row in (60..<118).map { row * 178 + $0 } }
            let count = pixels.count { pixel in
                (0..<3).contains {
                    abs(Int(image.pixels[pixel * 3 + $0]) - Int(bare.pixels[pixel * 3 + $0])) > 40
                }
            }
            return Double(count) / Double(pixels.count)
        }
        // The eyes lie at row 112, the nose ends at about 140, the mouth lies at about 155, the chin ends at about 185.
        for position in FaceMask.Position.allCases { #expect(changed(position, rows: 95..<115) < 0.02) }
        #expect(changed(.worn, rows: 128..<136) > 0.8 && changed(.worn, rows: 150..<160) > 0.9)
        #expect(changed(.belowNose, rows: 124..<132) < 0.1 && changed(.belowNose, rows: 152..<160) > 0.9)
        #expect(changed(.belowChin, rows: 128..<152) < 0.1 && changed(.belowChin, rows: 186..<192) > 0.5)
    }

    @Test func agesFollowTheFace() throws {
        let sampler = try FaceSampler(seed: 5)
        let faces = (0..<300).map { sampler.face(split: .train, index: $0) }
        #expect(
            faces.allSatisfy {
                (18...85).contains($0.recordedAge) && $0.recordedAge == Int($0.parameters.age)
            })
        func meanWrinkles(_ ages: ClosedRange<Int>) -> Float {
            let own = faces.filter { ages.contains($0.recordedAge) }.map(\.parameters.skin.wrinkles)
            return own.reduce(0, +) / Float(max(own.count, 1))
        }
        #expect(meanWrinkles(18...35) < 0.15 && meanWrinkles(60...85) > 0.6)
        var noisy = FaceDistribution()
        noisy.labelNoise = 1
        let wrong = try FaceSampler(seed: 5, distribution: noisy)
        let bands = (0..<50).map { wrong.face(split: .train, index: $0) }
        #expect(bands.allSatisfy { $0.recordedSkinBand != SkinBand(tone: $0.parameters.skin.tone) })
        #expect(bands.count { $0.recordedAge == Int($0.parameters.age) } < 5)
    }

    @Test(arguments: [(FacesLayout.affectNet, Split.test), (.utkFace, .validation), (.maskFaces, .test)])
    func splitsThatALayoutLacksAreRefused(layout: FacesLayout, split: Split) throws {
        var faces = small(layout)
        faces.counts[split] = 1
        let error = #expect(throws: WinnowError.self) {
            try faces.write(
                to: FileManager.default.temporaryDirectory.appendingPathComponent(
                    "never-\(UUID().uuidString)"))
        }
        #expect(error?.kind == .usage && error?.message.contains("has no \(split.rawValue) split") == true)
    }

    @Test func everyLayoutThatIsReadIsDrawn() {
        #expect(
            Set(LayoutName.allCases.map(\.rawValue))
                == Set(FacesLayout.allCases.map(\.rawValue) + ["auto", "utkface-bands"]))
    }
}
