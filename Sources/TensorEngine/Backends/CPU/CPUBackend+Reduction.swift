internal import CKernels

extension CPUBackend {
    func sum(_ input: Buffer, axes: [Int]) -> Buffer {
        let input = converted(input, to: .float32)
        let reduced = input.shape.reducing(axes)
        if reduced.count == 1 { return totalSum(input, shape: reduced) }
        if axes == [0, 2, 3], input.shape.rank == 4, let width = channelBlock(of: input) {
            return channelSum(input, blockWidth: width, shape: reduced)
        }
        // One run of neighbouring axes at a time.
        return Self.runs(of: axes).reduce(input) { partial, run in
            reduceRun(partial, run, winnow_sum_rows)
        }
    }

    func maximum(_ input: Buffer, axis: Int) -> Buffer {
        reduceRun(converted(input, to: .float32), axis...axis, winnow_maximum_rows)
    }

    /// Neighbouring axes, together.
    static func runs(of axes: [Int]) -> [ClosedRange<Int>] {
        axes.sorted().reduce(into: []) { runs, axis in
            if let last = runs.last, last.upperBound + 1 == axis {
                runs[runs.count - 1] = last.lowerBound...axis
            } else {
                runs.append(axis...axis)
            }
        }
    }

    /// Partial sums over chunks of fixed size, so that the result does not depend on the number of threads. Padding is
    /// zero, so any layout serves.
    private func totalSum(_ input: Buffer, shape: Shape) -> Buffer {
        let count = input.elementCount
        let chunk = 1 << 16
        let chunks = (count + chunk - 1) / chunk
        let x = input.floats
        let partials = [Double](unsafeUninitializedCapacity: chunks) { sums, initialized in
            let sums = sums.baseAddress!
            withExtendedLifetime(input) {
                ThreadPool.forEachRange(of: chunks, grain: 1) { range in
                    for index in range {
                        sums[index] = winnow_sum(x + index * chunk, min(chunk, count - index * chunk))
                    }
                }
            }
            initialized = chunks
        }
        return upload([Float(partials.reduce(0, +))], shape: shape)
    }

    /// The width of the channel block of a batch of images in the natural order: 0 where it is plain, nil where the
    /// channels lie otherwise.
    private func channelBlock(of input: Buffer) -> Int? {
        guard input.layout.order.isEmpty else { return nil }
        if input.layout.blocks.isEmpty { return 0 }
        guard input.layout.blocks.count == 1, input.layout.blocks[0].axis == 1,
            input.layout.blocks[0].size <= 64
        else {
            return nil
        }
        return input.layout.blocks[0].size
    }

    /// The sum over images and pixels for each channel, without leaving the layout.
    private func channelSum(_ input: Buffer, blockWidth: Int, shape: Shape) -> Buffer {
        let result = make(shape)
        let images = input.shape[0]
        let channels = input.shape[1]
        let pixels = input.shape[2] * input.shape[3]
        let width = max(blockWidth, 1)
        let blocks = (channels + width - 1) / width
        let (x, y) = (input.floats, result.floats)
        withExtendedLifetime(input) {
            ThreadPool.forEachRange(of: blocks, grain: max(1, Self.grain / max(images * pixels * width, 1))) {
                range in
                for block in range {
                    var totals = [Double](repeating: 0, count: width)
                    for image in 0..<images {
                        let rows = x + (image * blocks + block) * pixels * width
                        if blockWidth == 0 {
                            totals[0] += winnow_sum(rows, pixels)
                        } else {
                            winnow_accumulate_rows(rows, &totals, pixels, width)
                        }
                    }
                    for lane in 0..<min(width, channels - block * width) {
                        y[block * width + lane] = Float(totals[lane])
                    }
                }
            }
        }
        return result
    }

    private typealias RowReduction = (
        UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int, Int, Int
    ) -> Void

    /// Reduces one run of neighbouring axes: the tensor is seen as outer × rows × inner.
    private func reduceRun(_ input: Buffer, _ run: ClosedRange<Int>, _ reduction: RowReduction) -> Buffer {
        let plain = reordered(input, to: .plain)
        let extents = input.shape.extents
        let outer = extents[..<run.lowerBound].reduce(1, *)
        let rows = extents[run].reduce(1, *)
        let inner = extents[(run.upperBound + 1)...].reduce(1, *)
        let result = make(input.shape.reducing(Array(run)))
        let (x, y) = (plain.floats, result.floats)
        withExtendedLifetime(plain) {
            ThreadPool.forEachRange(of: outer, grain: max(1, Self.grain / max(rows * inner, 1))) { range in
                for index in range {
                    reduction(x + index * rows * inner, y + index * inner, rows, inner, inner)
                }
            }
        }
        return result
    }
}
