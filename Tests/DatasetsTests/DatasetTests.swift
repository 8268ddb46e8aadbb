import Datasets
import Foundation
import Testing
import Workspace

@Suite struct DatasetTests {
    func set() throws -> CelebAFolder {
        let set = try CelebAFolder()
        try set.folder.write(CelebAFolder.table(), to: "list_attr_celeba.txt")
        try set.folder.write(CelebAFolder.partition(), to: "list_eval_partition.txt")
        return set
    }

    @Test func fingerprintFollowsTheContentAndNotThePlace() throws {
        let first = try set()
        let second = try set()
        let original = try Dataset.open(first.url).fingerprint(of: .train)
        #expect(original.count == 64)
        #expect(try Dataset.open(second.url).fingerprint(of: .train) == original)
        #expect(try Dataset.open(first.url).fingerprint(of: .test) != original)
        #expect(try Dataset.open(first.url, attributes: ["Male"]).fingerprint(of: .train) != original)
        try first.folder.write(CelebAFolder.jpeg(2) + Data([0]), to: "img_align_celeba/000002.jpg")
        #expect(try Dataset.open(first.url).fingerprint(of: .train) != original)
        let row = CelebAFolder.rows(1...1, separator: " ") { $0 == 1 ? " 1" : "-1" }[0]
        let other = CelebAFolder.rows(1...1, separator: " ") { $0 == 1 ? "-1" : " 1" }[0]
        try second.folder.write(
            CelebAFolder.table().replacingOccurrences(of: row, with: other), to: "list_attr_celeba.txt")
        #expect(try Dataset.open(second.url).fingerprint(of: .train) != original)
    }

    @Test func fingerprintOfAVanishedImageFails() throws {
        let set = try set()
        let dataset = try Dataset.open(set.url)
        try FileManager.default.removeItem(at: dataset.examples(in: .train)[0].file)
        let error = #expect(throws: WinnowError.self) { try dataset.fingerprint(of: .train) }
        #expect(error?.kind == .missingInput)
    }

    @Test func verificationFindsWhatCannotBeDecoded() throws {
        let set = try set()
        let whole = try CelebAFolder.jpeg(3)
        try set.folder.write(whole.prefix(whole.count / 2), to: "img_align_celeba/000003.jpg")
        try set.folder.write("", to: "img_align_celeba/000005.jpg")
        let dataset = try Dataset.open(set.url)
        let error = #expect(throws: WinnowError.self) { _ = try dataset.verified(skipBad: false) }
        #expect(error?.kind == .badData)
        #expect(error?.message.contains("img_align_celeba/000003.jpg: unreadable JPEG") == true)
        var seen = 0
        let verified = try dataset.verified(skipBad: true, threads: 3) { seen += 1 }
        #expect(seen == 6)
        #expect(
            verified.problems.map(\.file) == ["img_align_celeba/000003.jpg", "img_align_celeba/000005.jpg"])
        #expect(
            verified.examples(in: .train).map(\.file.lastPathComponent) == [1, 2, 4].map(CelebAFolder.file))
        #expect(verified.examples(in: .validation).isEmpty)
    }

    @Test func onlyTheSplitsAskedForAreVerified() throws {
        let set = try set()
        try set.folder.write("", to: "img_align_celeba/000005.jpg")
        let dataset = try Dataset.open(set.url)
        let verified = try dataset.verified([.train], skipBad: false)
        #expect(verified.examples == dataset.examples)
        #expect(throws: WinnowError.self) { _ = try dataset.verified([.validation], skipBad: false) }
    }

    @Test func imagesWithoutTheirListAreNoFolderSet() throws {
        let set = try CelebAFolder()
        let error = #expect(throws: WinnowError.self) { _ = try Dataset.open(set.url) }
        #expect(error?.kind == .missingInput && error?.message.contains("list_attr_celeba") == true)
        #expect(try Dataset.open(set.url, layout: .folder).layout == "folder")
    }

    @Test func summaryHasTheFactsThatTheCommandPrints() throws {
        let set = try set()
        let whole = try CelebAFolder.jpeg(3)
        try set.folder.write(whole.prefix(whole.count - 20), to: "img_align_celeba/000003.jpg")
        try set.folder.write("text", to: "img_align_celeba/000006.jpg")
        let dataset = try Dataset.open(set.url, attributes: ["Male", "Bald"])
        let summary = try DatasetSummary(of: dataset)
        #expect(
            summary.layout == "celeba" && summary.task == .multiLabel && summary.labels == ["Male", "Bald"])
        #expect(summary.imageSizes == ["24x30": 5])
        #expect(summary.splits["train"]?.count == 4)
        let male = (1...4).map { Int(CelebAFolder.bit($0, 4)) }.reduce(0, +)
        #expect(summary.splits["train"]?.positives["Male"] == male)
        #expect(summary.unreadable.map(\.file) == ["img_align_celeba/000006.jpg"])
        #expect(
            try DatasetSummary(of: dataset, decoding: true).unreadable.map(\.file)
                == ["img_align_celeba/000003.jpg", "img_align_celeba/000006.jpg"])
        let json = try JSONEncoder().encode(summary)
        let object = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect(
            Set(object.keys) == ["layout", "task", "labels", "image_sizes", "splits", "unreadable", "notes"])
        #expect(object["task"] as? String == "multi-label")
        #expect(try JSONDecoder().decode(DatasetSummary.self, from: json) == summary)
    }

    @Test func exampleKeepsItsFile() {
        let file = URL(filePath: "/data/a folder/ü#1.jpg")
        let example = Example(file: file, label: .index(1))
        #expect(example.path == "/data/a folder/ü#1.jpg")
        #expect(example.file.path == file.path)
    }
}
