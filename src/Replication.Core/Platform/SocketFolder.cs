using System.Text;

namespace Replication.Core.Platform;

/// <summary>
/// A folder for Unix sockets. Their paths may be 103 bytes long, which a workspace or site deep in a tree exceeds; the sockets then lie in a
/// folder of their own below the user's runtime folder, else below the one for temporary files.
/// </summary>
public static class SocketFolder
{
    /// <summary>sun_path of unix(7) has 108 bytes on Linux and Windows and 104 on macOS, one of them for the zero at the end.</summary>
    public const int LongestPath = 103;

    private const string Prefix = "replication-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The preferred folder, or a new private one with a shorter path; null when there is none.</summary>
    /// <param name="preferred">Used where it is short enough; it exists already.</param>
    /// <param name="longestName">The longest name that a socket in it will have.</param>
    public static string? Choose(string preferred, string longestName)
    {
        if (Fits(Path.Combine(preferred, longestName))) return preferred;
        foreach (string? root in (string?[])[Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), Path.GetTempPath()])
        {
            if (string.IsNullOrEmpty(root) || !Directory.Exists(root)) continue;
            // A name that nobody can have taken before.
            string folder = Path.Combine(root, $"{Prefix}{Guid.NewGuid():N}");
            if (!Fits(Path.Combine(folder, longestName))) continue;
            try
            {
                CreatePrivate(folder);
                return folder;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A runtime folder of another user, left in the environment by a change of user.
            }
        }

        return null;
    }

    /// <summary>Removes a folder that <see cref="Choose"/> made, once it is empty; one that was preferred stays.</summary>
    public static void Remove(string folder, string preferred)
    {
        if (folder != preferred && Path.GetFileName(folder).StartsWith(Prefix, StringComparison.Ordinal) && Directory.Exists(folder)) Directory.Delete(folder);
    }

    /// <summary>Makes a folder that only its user can enter, also of one that was there before, perhaps copied with other permissions.</summary>
    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnly);
        File.SetUnixFileMode(folder, OwnerOnly);
    }

    private static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= LongestPath;
}
