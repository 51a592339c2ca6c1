using System.Globalization;
using System.Text;
using Replication.Core.Errors;

namespace Replication.Disks.Guests;

/// <summary>The language of guestfish: a command a line, errors as lines of the answer.</summary>
internal sealed class Guestfish(CommandShell shell) : IAsyncDisposable
{
    private const string ErrorMark = "libguestfs: error: ";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// A path as one word that means nothing else: names come from the guest, and the language has an escape that runs
    /// commands on this machine.
    /// </summary>
    public static string Quote(string path)
    {
        var quoted = new StringBuilder("\"");
        foreach (byte value in Encoding.UTF8.GetBytes(path))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'/' or (byte)'.' or (byte)'-' or (byte)'_') quoted.Append((char)value);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        }

        return quoted.Append('"').ToString();
    }

    public async ValueTask LaunchAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        // Without the dash an error ends guestfish.
        var answer = await shell.RunAsync("-run", limit, cancellationToken);
        if (answer.FirstOrDefault(line => line.Contains(ErrorMark, StringComparison.Ordinal)) is { } error)
        {
            throw new ReplicationException(
                "GuestToolFailed", "libguestfs", Message(error), null,
                "libguestfs-test-tool says more; where KVM does not work, LIBGUESTFS_BACKEND_SETTINGS=force_tcg helps.");
        }
    }

    /// <exception cref="GuestFileException">libguestfs refused.</exception>
    public async ValueTask<IReadOnlyList<string>> RunAsync(string command, CancellationToken cancellationToken)
    {
        var answer = await shell.RunAsync("-" + command, Limit, cancellationToken);
        return answer.FirstOrDefault(line => line.Contains(ErrorMark, StringComparison.Ordinal)) is { } error
            ? throw new GuestFileException("libguestfs", Message(error))
            : answer;
    }

    public ValueTask DisposeAsync() => shell.DisposeAsync();

    private static string Message(string line) => line[(line.IndexOf(ErrorMark, StringComparison.Ordinal) + ErrorMark.Length)..];
}
