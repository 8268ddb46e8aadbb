import Foundation

/// Which files the folders of a data set hold; each folder is listed once, when it is first asked for.
struct KnownFiles {
    let root: URL
    private var listings: [String: Set<String>] = [:]

    init(in root: URL) { self.root = root }

    /// The names of a folder's files; none where there is no such folder.
    ///
    /// - Parameter folder: relative to the set's folder, which it is where it is empty.
    mutating func names(in folder: String) -> Set<String> {
        if let names = listings[folder] { return names }
        let url = folder.isEmpty ? root : root.appending(path: folder)
        let names = (try? FolderListing(of: url).files) ?? []
        listings[folder] = names
        return names
    }

    /// Whether a folder holds a file of this name.
    mutating func holds(_ name: String, in folder: String) -> Bool { names(in: folder).contains(name) }
}
