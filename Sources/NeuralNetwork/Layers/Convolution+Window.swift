extension Convolution {
    /// What a convolution sees of an image at once, and how it moves over it.
    public struct Window: Sendable, Hashable {
        /// Pixels from top to bottom.
        public let height: Int
        /// Pixels from left to right.
        public let width: Int
        /// How far the window moves.
        public let stride: Int
        /// Zeros above and below the image.
        public let padding: Int
        /// Zeros left and right of it.
        public let sidePadding: Int
        /// Into how many groups the channels are parted, each of which has windows of its own.
        public let groups: Int

        /// A square window, with the same padding all around.
        public init(side: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1) {
            self.init(
                height: side, width: side, stride: stride, padding: padding, sidePadding: padding,
                groups: groups)
        }

        /// A window of other sides, with other padding at the sides than above and below.
        public init(
            height: Int, width: Int, stride: Int = 1, padding: Int, sidePadding: Int, groups: Int = 1
        ) {
            self.height = height
            self.width = width
            self.stride = stride
            self.padding = padding
            self.sidePadding = sidePadding
            self.groups = groups
        }
    }
}
