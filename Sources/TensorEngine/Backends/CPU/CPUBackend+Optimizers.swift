internal import CKernels
import Glibc

extension CPUBackend {
    /// Runs a loop over the elements of buffers that are updated in place, after making each the only owner of its memory.
    ///
    /// What fades away becomes 0 in the end, as the moments do of weights whose gradients are 0.
    private func update(
        _ gradient: Buffer, _ states: inout [Buffer],
        _ body: (_ gradient: UnsafePointer<Float>, _ states: [UnsafeMutablePointer<Float>], _ count: Int) ->
            Void
    ) {
        let layout = states[0].layout
        for index in states.indices {
            if states[index].layout != layout {
                states[index] = reordered(states[index], to: layout)
            }
            if !isKnownUniquelyReferenced(&states[index].storage) {
                states[index] = unary(.affine(scale: 1, shift: 0), states[index])
            }
        }
        for state in states { unsafeDowncast(state.storage, to: HostStorage.self).forgetCopies() }
        let aligned = reordered(gradient, to: layout, as: .float32)
        let g = aligned.floats
        let pointers = states.map(\.floats)
        withExtendedLifetime((aligned, states)) {
            ThreadPool.forEachRange(of: states[0].elementCount, grain: Self.grain) { range in
                let previous = winnow_flush_subnormals()
                defer { winnow_restore_subnormals(previous) }
                body(g + range.lowerBound, pointers.map { $0 + range.lowerBound }, range.count)
            }
        }
    }

    func update(_ parameter: inout Buffer, velocity: inout Buffer, gradient: Buffer, _ step: SGDStep) {
        var states = [parameter, velocity]
        release(&parameter)
        release(&velocity)
        update(gradient, &states) { g, states, count in
            winnow_sgd(
                states[0], states[1], g, count, Float(step.learningRate), Float(step.momentum),
                step.nesterov ? 1 : 0, Float(step.weightDecay), step.isFirst ? 1 : 0)
        }
        parameter = states[0]
        velocity = states[1]
    }

    func update(
        _ parameter: inout Buffer, firstMoment: inout Buffer, secondMoment: inout Buffer, gradient: Buffer,
        _ step: AdamStep
    ) {
        var states = [parameter, firstMoment, secondMoment]
        release(&parameter)
        release(&firstMoment)
        release(&secondMoment)
        let firstCorrection = 1 - pow(step.beta1, Double(step.step))
        let secondCorrection = 1 / (1 - pow(step.beta2, Double(step.step))).squareRoot()
        update(gradient, &states) { g, states, count in
            winnow_adam(
                states[0], states[1], states[2], g, count, Float(step.learningRate / firstCorrection),
                Float(step.beta1), Float(step.beta2), Float(step.epsilon), Float(secondCorrection),
                Float(step.weightDecay))
        }
        parameter = states[0]
        firstMoment = states[1]
        secondMoment = states[2]
    }

    private static let nothing = Storage(byteCount: 0)

    /// Leaves the buffer empty, so that a copy taken before is the only owner of the memory.
    private func release(_ buffer: inout Buffer) {
        buffer.storage = Self.nothing
    }
}
