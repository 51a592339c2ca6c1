using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Replication.TestGuest;

/// <summary>The records that a guest has written, checked: consecutive, whole, and each hashed with the one before.</summary>
/// <param name="Last">Number of the last record; zero when there is none.</param>
/// <param name="LastWritten">When the guest wrote it, by the guest's clock; null when there is none.</param>
public sealed record RecordChain(long Last, DateTimeOffset? LastWritten)
{
    private const int RecordSize = 512;
    private static readonly string NoHash = new('0', 64);

    /// <param name="content">Of the file /records.</param>
    /// <exception cref="InvalidDataException">A record is torn, missing, or not what was written.</exception>
    public static RecordChain Check(ReadOnlySpan<byte> content)
    {
        if (content.Length % RecordSize != 0) throw new InvalidDataException($"The last record is torn: {content.Length} bytes.");
        string previous = NoHash;
        DateTimeOffset? written = null;
        long last = 0;
        for (int offset = 0; offset < content.Length; offset += RecordSize)
        {
            last++;
            string text = Encoding.ASCII.GetString(content.Slice(offset, RecordSize));
            string[] fields = text.TrimEnd('\n').TrimEnd(' ').Split(' ');
            string number = last.ToString("D12", CultureInfo.InvariantCulture);
            if (fields.Length != 4 || fields[0] != number || fields[2] != previous)
                throw new InvalidDataException($"Record {last} is not there: {text.Trim('\0', '\n', ' ')}");
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{fields[0]} {fields[1]} {fields[2]}")));
            if (fields[3] != hash) throw new InvalidDataException($"Record {last} is not what was written.");
            previous = hash;
            written = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(fields[1], CultureInfo.InvariantCulture) * 10);
        }

        return new RecordChain(last, written);
    }
}
