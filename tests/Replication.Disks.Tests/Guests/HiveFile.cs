using System.Buffers.Binary;
using System.Text;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>
/// Registry hives that hivex writes. It only changes hives, so that it is given one that holds nothing but a root key and
/// its security descriptor.
/// </summary>
internal static class HiveFile
{
    private const int BaseBlock = 4096;
    private const int Bin = 4096;
    private const int RootCell = 32;
    private const int RootLength = 88;
    private const int SecurityLength = 48;

    /// <param name="path">The new file.</param>
    /// <param name="values">Key, name of the value, and the value as hivexsh writes it ("dword:1", "string:text").</param>
    public static string Write(string path, IEnumerable<(string Key, string Name, string Value)> values)
    {
        File.WriteAllBytes(path, Empty());
        var script = new StringBuilder();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in values.GroupBy(value => value.Key))
        {
            script.Append("cd \\\n");
            string soFar = "";
            foreach (string part in key.Key.Split('\\'))
            {
                soFar += '\\' + part;
                if (known.Add(soFar)) script.Append($"add {part}\n");
                script.Append($"cd {part}\n");
            }

            var named = key.Where(value => value.Name.Length > 0).ToList();
            script.Append($"setval {named.Count}\n");
            foreach (var (_, name, value) in named) script.Append($"{name}\n{Ascii(value)}\n");
        }

        script.Append("commit\n");
        string commands = path + ".hivexsh";
        File.WriteAllText(commands, script.ToString());
        Tool.Run("hivexsh", "-w", "-f", commands, path);
        File.Delete(commands);
        return path;
    }

    /// <summary>hivexsh takes ASCII alone; other texts go in as the bytes of their type, REG_SZ.</summary>
    private static string Ascii(string value) => value.All(char.IsAscii)
        ? value
        : "hex:1:" + string.Join(',', Encoding.Unicode.GetBytes(value["string:".Length..] + '\0').Select(one => $"{one:x2}"));

    private static byte[] Empty()
    {
        var file = new byte[BaseBlock + Bin];
        var head = file.AsSpan(0, BaseBlock);
        "regf"u8.CopyTo(head);
        U32(head, 4, 1);
        U32(head, 8, 1);
        U32(head, 20, 1); // major version
        U32(head, 24, 3); // minor version
        U32(head, 32, 1); // file format
        U32(head, 36, RootCell);
        U32(head, 40, Bin);
        U32(head, 44, 1); // clustering factor
        uint checksum = 0;
        for (int i = 0; i < 508; i += 4) checksum ^= BinaryPrimitives.ReadUInt32LittleEndian(head[i..]);
        U32(head, 508, checksum);

        var bin = file.AsSpan(BaseBlock);
        "hbin"u8.CopyTo(bin);
        U32(bin, 8, Bin);
        var root = Cell(bin, RootCell, -RootLength);
        "nk"u8.CopyTo(root);
        root[2] = 0x2C; // root, not to be deleted, name in ASCII
        foreach (int none in (int[])[16, 28, 32, 40, 48]) U32(root, none, uint.MaxValue);
        U32(root, 44, RootCell + RootLength);
        root[72] = 4;
        "ROOT"u8.CopyTo(root[76..]);

        var security = Cell(bin, RootCell + RootLength, -SecurityLength);
        "sk"u8.CopyTo(security);
        U32(security, 4, RootCell + RootLength);
        U32(security, 8, RootCell + RootLength);
        U32(security, 12, 1); // keys that use it
        U32(security, 16, 20);
        security[20] = 1; // revision of the descriptor
        Cell(bin, RootCell + RootLength + SecurityLength, Bin - RootCell - RootLength - SecurityLength);
        return file;
    }

    private static Span<byte> Cell(Span<byte> bin, int offset, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bin[offset..], length);
        return bin[(offset + 4)..];
    }

    private static void U32(Span<byte> bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[offset..], value);
}
