/// The faces of a data set that is to be drawn, in order: train, validation, test.
struct FaceSeries {
    /// One of them.
    struct Member {
        let split: Split
        /// Its place in the split.
        let index: Int
        /// Its place in the whole, counted from 1.
        let number: Int
    }

    let seed: UInt64
    let size: (width: Int, height: Int)
    /// Whether what is known to be flawed in the real sets is to be there too.
    let hasQuirks: Bool
    let samplers: [Split: FaceSampler]
    let counts: [Split: Int]

    var members: [Member] {
        var members: [Member] = []
        for split in Split.allCases {
            for index in 0..<(counts[split] ?? 0) {
                members.append(Member(split: split, index: index, number: members.count + 1))
            }
        }
        return members
    }

    func face(_ split: Split, _ index: Int) -> SampledFace {
        guard let sampler = samplers[split] else { preconditionFailure("FaceSeries: no sampler of \(split)") }
        return sampler.face(split: split, index: index)
    }

    func face(_ member: Member) -> SampledFace { face(member.split, member.index) }

    /// The place of a face beyond a split's own that is as wanted.
    ///
    /// - Returns: the first place beyond them where none of many faces is.
    func spareIndex(of split: Split, where isWanted: (SampledFace) -> Bool) -> Int {
        let start = counts[split] ?? 0
        return (start..<start + 20_000).first { isWanted(face(split, $0)) } ?? start
    }

    /// At least six digits, as CelebA numbers its images.
    static func digits(_ value: Int, count: Int = 6) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
