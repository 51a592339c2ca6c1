using Replication.Core.Errors;

namespace Replication.Hypervisors.Qemu.Monitor;

/// <summary>
/// Cuts a stream of bytes into the lines that QEMU's monitor and the guest agent write: one JSON object per line. Pure: no I/O.
/// </summary>
/// <param name="target">Who is talking, for the refusal.</param>
/// <param name="longest">Bytes of the longest line; a peer that writes no end of line must not fill the memory.</param>
internal sealed class MessageLines(string target, int longest = MessageLines.Longest)
{
    /// <summary>query-named-block-nodes of a machine with hundreds of disks stays far below.</summary>
    private const int Longest = 16 * 1024 * 1024;

    private readonly MemoryStream _line = new();

    /// <summary>The lines that these bytes complete, without their ends and without blank ones.</summary>
    /// <exception cref="ReplicationException">QmpProtocolError: a line has no end.</exception>
    public IEnumerable<byte[]> Feed(ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            int end = bytes.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> part = end < 0 ? bytes : bytes[..end];
            if (_line.Length + part.Length > longest)
                throw new ReplicationException(
                    "QmpProtocolError", target, $"It wrote {_line.Length + part.Length} bytes without an end of line.", $"at most {longest} bytes.");
            _line.Write(part.Span);
            if (end < 0) yield break;
            byte[] line = _line.ToArray();
            _line.SetLength(0);
            bytes = bytes[(end + 1)..];
            if (line.AsSpan().Trim(" \r\t"u8).Length > 0) yield return line;
        }
    }

    /// <summary>Forgets a line that has begun.</summary>
    public void Clear() => _line.SetLength(0);
}
