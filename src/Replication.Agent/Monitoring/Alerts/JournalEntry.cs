using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>journald's native protocol: one datagram with a field on each line; a value with line feeds has its length before it.</summary>
internal static class JournalEntry
{
    public const string Socket = "/run/systemd/journal/socket";

    public static async Task SendAsync(string path, IEnumerable<(string Name, string Value)> fields, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        await socket.SendToAsync(Format(fields), SocketFlags.None, new UnixDomainSocketEndPoint(path), cancellationToken);
    }

    internal static byte[] Format(IEnumerable<(string Name, string Value)> fields)
    {
        using var entry = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        foreach ((string name, string value) in fields)
        {
            byte[] content = Encoding.UTF8.GetBytes(value);
            entry.Write(Encoding.ASCII.GetBytes(name));
            if (content.Contains((byte)'\n'))
            {
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)content.Length);
                entry.WriteByte((byte)'\n');
                entry.Write(length);
            }
            else
            {
                entry.WriteByte((byte)'=');
            }

            entry.Write(content);
            entry.WriteByte((byte)'\n');
        }

        return entry.ToArray();
    }
}
