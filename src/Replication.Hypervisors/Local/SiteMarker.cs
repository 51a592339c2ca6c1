using Replication.Core.Errors;
using Replication.Core.Sites;

namespace Replication.Hypervisors.Local;

/// <summary>
/// A small file in the folder of a site that tells the folder from an empty mount point: without it a file system that
/// is not mounted would look like a site without machines, and a new store would be made in the wrong place.
/// </summary>
internal static class SiteMarker
{
    private const string FileName = ".replication-site";

    /// <summary>Marks the folder of a site that is being added; requires the mark of one that was added before.</summary>
    public static void Require(SiteDefinition definition, string folder)
    {
        string path = Path.Combine(folder, FileName);
        bool isNew = definition.Version == 0;
        if (isNew)
        {
            Directory.CreateDirectory(folder);
            if (!File.Exists(path)) File.WriteAllText(path, definition.Id + Environment.NewLine);
            return;
        }

        if (File.Exists(path)) return;
        throw new ReplicationException(
            "SiteUnavailable", $"Site {definition.Name}", Directory.Exists(folder) ? $"{folder} is not the folder that was added." : $"{folder} is not there.",
            $"the folder with its file {FileName}.", "Mount the file system of the site. If the folder was restored without that file, make an empty one.");
    }
}
