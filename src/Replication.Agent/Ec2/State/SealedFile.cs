using System.Security.Cryptography;
using System.Text;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Agent.Ec2.State;

/// <summary>
/// A small document that is either exactly what was written or refused: its text, then a line with the SHA-256 of it.
/// Written to a temporary name, flushed, renamed, folder flushed: a crash leaves the old document or the new one.
/// </summary>
internal static class SealedFile
{
    public const string TemporarySuffix = ".tmp";

    private const string Label = "\nsha256 ";

    public static void Write(string path, string text)
    {
        string temporary = path + TemporarySuffix;
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.UTF8.GetBytes(text + Label + Seal(text) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }

    public static string Read(string path)
    {
        string content = File.ReadAllText(path, Encoding.UTF8);
        int end = content.LastIndexOf(Label, StringComparison.Ordinal);
        if (end >= 0 && content.AsSpan(end + Label.Length).TrimEnd().SequenceEqual(Seal(content[..end]))) return content[..end];
        throw new ReplicationException(
            "ServerStateCorrupt", path, "the document does not match its seal.", "the document as the server wrote it.",
            "Restore it from a backup, or remove it: the server then starts without that resource.");
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }

    private static string Seal(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
