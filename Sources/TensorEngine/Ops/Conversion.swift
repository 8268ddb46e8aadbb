extension Tensor {
    /// The same numbers, rounded to another type; gradients come back in this one's.
    ///
    /// The reference device has one type, and gives the tensor as it is.
    public func converted(to dtype: DType) -> Tensor {
        if dtype == self.dtype || device == .reference { return self }
        return Tensor(
            backend.converted(buffer, to: dtype),
            node: .recording("converted", [self], rule: ConversionRules.convert(from: self.dtype)))
    }
}
