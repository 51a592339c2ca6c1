using Microsoft.Win32.SafeHandles;

namespace Replication.Core.Platform;

/// <summary>Reads that the system may cut into pieces, as one.</summary>
public static class FileReads
{
    /// <summary>Fills the buffer as far as the file reaches.</summary>
    /// <returns>Bytes read; fewer than the buffer takes only at the end of the file.</returns>
    public static int ReadFully(this SafeFileHandle handle, long offset, Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int count = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (count == 0) break;
            total += count;
        }

        return total;
    }
}
