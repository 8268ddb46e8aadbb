import Imaging
import TensorEngine

/// Makes of an image as it was read the one that a network is given; chance comes from the stream alone.
public typealias ImageTransform = @Sendable (Image, inout RandomStream) -> Image

/// The transforms of the papers. Values stay bytes; `ChannelStatistics` turns them into numbers later.
public enum ImageTransforms {}
