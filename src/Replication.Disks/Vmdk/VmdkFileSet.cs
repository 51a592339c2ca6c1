namespace Replication.Disks.Vmdk;

/// <summary>The open files of a chain, each open once however often a descriptor names it.</summary>
internal sealed class VmdkFileSet : IDisposable
{
    private readonly Dictionary<string, VmdkFile> _files = new(VmdkPaths.Comparer);

    public VmdkFile Open(string path, string missingErrorId)
    {
        if (_files.TryGetValue(path, out var known)) return known;
        if (_files.Count >= VmdkLimits.MaxFiles)
        {
            throw VmdkErrors.Invalid(path, null, $"the image and its parents have more than {VmdkLimits.MaxFiles} files.");
        }

        var file = VmdkFile.Open(path, missingErrorId);
        _files.Add(path, file);
        return file;
    }

    public void Dispose()
    {
        foreach (var file in _files.Values) file.Dispose();
    }
}
