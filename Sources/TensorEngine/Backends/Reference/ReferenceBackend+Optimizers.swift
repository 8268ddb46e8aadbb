import Foundation

extension ReferenceBackend {
    func update(_ parameter: inout Buffer, velocity: inout Buffer, gradient: Buffer, _ step: SGDStep) {
        var (p, v) = (parameter.elements, velocity.elements)
        for (index, raw) in gradient.elements.enumerated() {
            let g = raw + step.weightDecay * p[index]
            v[index] = step.isFirst ? g : step.momentum * v[index] + g
            p[index] -= step.learningRate * (step.nesterov ? g + step.momentum * v[index] : v[index])
        }
        parameter = make(p, parameter.shape)
        velocity = make(v, velocity.shape)
    }

    func update(
        _ parameter: inout Buffer, firstMoment: inout Buffer, secondMoment: inout Buffer, gradient: Buffer,
        _ step: AdamStep
    ) {
        var (p, m, v) = (parameter.elements, firstMoment.elements, secondMoment.elements)
        let firstCorrection = 1 - pow(step.beta1, Double(step.step))
        let secondCorrection = 1 - pow(step.beta2, Double(step.step))
        for (index, raw) in gradient.elements.enumerated() {
            let g = raw + step.weightDecay * p[index]
            m[index] = step.beta1 * m[index] + (1 - step.beta1) * g
            v[index] = step.beta2 * v[index] + (1 - step.beta2) * g * g
            p[index] -=
                step.learningRate * (m[index] / firstCorrection)
                / ((v[index] / secondCorrection).squareRoot() + step.epsilon)
        }
        parameter = make(p, parameter.shape)
        firstMoment = make(m, firstMoment.shape)
        secondMoment = make(v, secondMoment.shape)
    }
}
