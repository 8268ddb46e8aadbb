import Datasets
import Foundation

/// How many training images there are of each class: of single-label data one class a label, of multi-label data two, the ones and
/// the zeros of each label, of multi-head data one an answer.
struct ClassCounts: Equatable {
    /// Images with the label, in the schema's order.
    let ones: [Int]
    let imageCount: Int
    private let isMultiLabel: Bool

    /// - Precondition: the labels are the schema's.
    init(_ labels: [Label], schema: LabelSchema) {
        var ones = [Int](repeating: 0, count: schema.count)
        let starts = schema.headRanges.map(\.lowerBound)
        for label in labels {
            switch label {
            case .bits(let bits): for (index, bit) in bits.enumerated() where bit == 1 { ones[index] += 1 }
            case .index(let index): ones[index] += 1
            case .indices(let indices):
                for (start, index) in zip(starts, indices) { ones[start + index] += 1 }
            }
        }
        self.ones = ones
        imageCount = labels.count
        isMultiLabel = schema.task == .multiLabel
    }

    /// Images without the label, in the schema's order.
    var zeros: [Int] { ones.map { imageCount - $0 } }

    /// What an image weighs of each label that it has, so that all classes weigh alike and the mean over the images is 1. A class
    /// without images weighs nothing.
    var weightsOfOnes: [Double] { ones.map(inverseFrequency) }

    /// The same of each label that it has not.
    var weightsOfZeros: [Double] { zeros.map(inverseFrequency) }

    private func inverseFrequency(_ count: Int) -> Double {
        let classes = isMultiLabel ? 2 : ones.filter { $0 > 0 }.count
        return count == 0 ? 0 : Double(imageCount) / Double(classes * count)
    }

    /// LDAM's margins (Cao et al. 2019, section 3.2): in proportion to count^(-1/4), `greatest` that of the rarest class that there is,
    /// and of any that there is not.
    func margins(greatest: Double) -> (ones: [Double], zeros: [Double]) {
        let all = isMultiLabel ? ones + zeros : ones
        let rarest = Double(all.filter { $0 > 0 }.min() ?? 1)
        func margins(_ counts: [Int]) -> [Double] {
            counts.map { $0 == 0 ? greatest : greatest * pow(rarest / Double($0), 0.25) }
        }
        return (margins(ones), margins(zeros))
    }
}
