using Replication.Core.Errors;

namespace Replication.Core.Replicas;

/// <summary>Where replicas lie at a replica server (HVR-33).</summary>
internal static class StorageLocations
{
    /// <summary>The location in its one form.</summary>
    /// <exception cref="ReplicationException">StorageLocationRequired</exception>
    public static string Require(string? location, string target)
    {
        if (string.IsNullOrWhiteSpace(location)) throw Missing(target, "It has no storage location.");
        return Path.IsPathFullyQualified(location)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(location))
            : throw Missing(target, $"Its storage location {location} is not an absolute path.");
    }

    /// <summary>Refuses entries of which one would keep its replicas inside the store of another.</summary>
    /// <exception cref="ReplicationException">StorageLocationOverlaps</exception>
    public static void RequireApart(IEnumerable<string> storeFolders)
    {
        string[] folders = [.. storeFolders.Distinct(StringComparer.Ordinal)];
        foreach (string outer in folders)
        {
            string? inner = folders.FirstOrDefault(folder => folder.StartsWith(outer + Path.DirectorySeparatorChar, StringComparison.Ordinal));
            if (inner is not null)
            {
                throw new ReplicationException(
                    ReplicaErrorIds.StorageLocationOverlaps, inner, $"It lies within the store {outer} of another authorization.", "storage locations outside of each other's stores.");
            }
        }
    }

    private static ReplicationException Missing(string target, string found) =>
        new(ReplicaErrorIds.StorageLocationRequired, target, found, "the absolute path of a folder: local, mounted, or a share.");
}
