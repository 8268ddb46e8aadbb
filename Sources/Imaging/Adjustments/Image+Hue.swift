extension Image {
    /// All colours moved around the colour wheel: torchvision's `adjust_hue` of a Pillow image, by way of hue, saturation and value in bytes.
    ///
    /// - Parameter turn: how far, in whole turns, from −0.5 to 0.5.
    public func withHue(_ turn: Double) -> Image {
        precondition((-0.5...0.5).contains(turn), "a hue turned by \(turn)")
        let shift = UInt8(truncatingIfNeeded: Int(turn * 255))
        return Image(width: width, height: height) { output in
            for start in stride(from: 0, to: pixels.count, by: 3) {
                var color = HSVColor(red: pixels[start], green: pixels[start + 1], blue: pixels[start + 2])
                color.hue &+= shift
                (output[start], output[start + 1], output[start + 2]) = color.rgb
            }
        }
    }
}

/// A colour by hue, saturation and value, each in a byte, with Pillow's rounding.
struct HSVColor: Equatable {
    /// 255 is a whole turn, from red over green and blue.
    var hue: UInt8
    let saturation: UInt8
    let value: UInt8

    init(red: UInt8, green: UInt8, blue: UInt8) {
        let greatest = max(red, green, blue)
        let least = min(red, green, blue)
        value = greatest
        guard greatest > least else {
            hue = 0
            saturation = 0
            return
        }
        let range = Float(greatest - least)
        saturation = UInt8(Double(range / Float(greatest)) * 255)
        func distance(_ channel: UInt8) -> Float { Float(greatest - channel) / range }
        let sixths: Float =
            if red == greatest {
                distance(blue) - distance(green)
            } else if green == greatest {
                Float(2.0 + Double(distance(red)) - Double(distance(blue)))
            } else {
                Float(4.0 + Double(distance(green)) - Double(distance(red)))
            }
        let turn = Float((Double(sixths) / 6 + 1).truncatingRemainder(dividingBy: 1))
        hue = UInt8(Double(turn) * 255)
    }

    var rgb: (UInt8, UInt8, UInt8) {
        guard saturation > 0 else { return (value, value, value) }
        let position = Double(Float(hue)) * 6 / 255
        let sector = Int(position)
        let fraction = Double(Float(position - Double(Float(sector))))
        let strength = Double(Float(Double(Float(saturation)) / 255))
        func faded(_ share: Double) -> UInt8 {
            UInt8(
                min(max((Double(value) * (1 - strength * share)).rounded(.toNearestOrAwayFromZero), 0), 255))
        }
        let (low, falling, rising) = (faded(1), faded(fraction), faded(1 - fraction))
        return switch sector % 6 {
        case 0: (value, rising, low)
        case 1: (falling, value, low)
        case 2: (low, value, rising)
        case 3: (low, falling, value)
        case 4: (rising, low, value)
        default: (value, low, falling)
        }
    }
}
