using System.Globalization;
using System.Text;

namespace Replication.TestGuest;

/// <summary>Writes the archive that a kernel takes as its first root ("newc"; Documentation/driver-api/early-userspace/buffer-format.rst).</summary>
internal sealed class CpioWriter(Stream output)
{
    private const uint Directory = 0x41ED; // S_IFDIR | 0755
    private const uint Program = 0x81ED; // S_IFREG | 0755
    private readonly HashSet<string> _folders = [];
    private uint _inode = 1;
    private long _written;

    /// <param name="path">Without a leading slash; its folders are made.</param>
    /// <param name="content">Of the file, which is executable.</param>
    public void AddFile(string path, ReadOnlySpan<byte> content)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (_folders.Add(path[..slash])) Add(path[..slash], Directory, []);
        }

        Add(path, Program, content);
    }

    public void Finish() => Add("TRAILER!!!", 0, []);

    private void Add(string name, uint mode, ReadOnlySpan<byte> content)
    {
        byte[] encoded = Encoding.ASCII.GetBytes(name + "\0");
        // ino, mode, uid, gid, nlink, mtime, filesize, device of the file (2), device that it is (2), namesize, check
        uint[] fields = [_inode++, mode, 0, 0, 1, 0, (uint)content.Length, 0, 0, 0, 0, (uint)encoded.Length, 0];
        Write(Encoding.ASCII.GetBytes("070701" + string.Concat(fields.Select(field => field.ToString("X8", CultureInfo.InvariantCulture)))));
        Write(encoded);
        Align();
        Write(content);
        Align();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _written += bytes.Length;
    }

    private void Align()
    {
        const int unit = 4;
        Write(new byte[(unit - _written % unit) % unit]);
    }
}
