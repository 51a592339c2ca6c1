using System.Buffers.Binary;
using Replication.Disks.Guests;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>Hives written by hivex, read by our reader; and the same ones damaged.</summary>
public sealed class RegistryHiveTests : IDisposable
{
    private static readonly (string, string, string)[] Values =
    [
        ("Select", "Current", "dword:1"),
        (@"ControlSet001\Control", "Name", "string:Größe und €"),
        (@"ControlSet001\Control", "Empty", "string:"),
        (@"ControlSet001\Services\ena", "ImagePath", @"expandstring:\SystemRoot\System32\drivers\ena.sys"),
        (@"ControlSet001\Services\ena", "Start", "dword:3"),
        (@"ControlSet001\Services\ena", "Blob", "hex:3:01,02,03,04,05,06,07,08,09"),
        (@"ControlSet001\Services\empty", "", ""),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_of_every_kind_that_is_used_are_read()
    {
        var hive = Open(Hive());

        Assert.Equal(1, hive.Number("Select", "Current"));
        Assert.Equal(3, hive.Number(@"CONTROLSET001\services\ENA", "start"));
        Assert.Equal("Größe und €", hive.Text(@"ControlSet001\Control", "Name"));
        Assert.Equal("", hive.Text(@"ControlSet001\Control", "Empty"));
        Assert.Equal(@"\SystemRoot\System32\drivers\ena.sys", hive.Text(@"ControlSet001\Services\ena", "ImagePath"));
        Assert.Equal("SYSTEM hive", hive.Source);
    }

    [Fact]
    public void What_is_not_there_is_null()
    {
        var hive = Open(Hive());

        Assert.Null(hive.Find(@"ControlSet001\Services\xenvbd"));
        Assert.Null(hive.Number(@"ControlSet001\Services\ena", "Stop"));
        Assert.Null(hive.Number(@"ControlSet001\Services\empty", "Start"));
        Assert.Null(hive.Text("Select", "Current"));
        Assert.Null(hive.Number(@"ControlSet001\Services\ena", "Blob"));
    }

    [Fact]
    public void Keys_with_many_subkeys_are_searched_through()
    {
        Tool.Need("hivexsh");
        var values = Enumerable.Range(0, 1500).Select(i => ($@"Services\service{i:D4}", "Start", $"dword:{i}"));
        var hive = Open(File.ReadAllBytes(HiveFile.Write(_folder.File("many"), values)));

        foreach (int i in (int[])[0, 511, 512, 1023, 1499]) Assert.Equal(i, hive.Number($@"Services\service{i:D4}", "Start"));
    }

    [Fact]
    public void Wrong_signature_checksum_and_length_are_refused()
    {
        byte[] hive = Hive();

        Assert.Throws<GuestFileException>(() => Open(hive[..4095]));
        Assert.Throws<GuestFileException>(() => Open([.. "REGF"u8, .. hive[4..]]));
        hive[20] ^= 1;
        Assert.Throws<GuestFileException>(() => Open(hive));
    }

    [Fact]
    public void Damaged_hives_are_refused_or_read_but_never_anything_else()
    {
        byte[] good = Hive();
        int[] places = [.. Enumerable.Range(4096, good.Length - 4096).Where(i => good[i] != 0)];
        int refused = 0, read = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            byte[] hive = (byte[])good.Clone();
            for (int i = 0; i <= seed % 5; i++)
            {
                int place = places[random.Next(places.Length)] & ~3;
                uint[] values = [0, 1, uint.MaxValue, int.MaxValue, 0x80000000, (uint)random.Next(good.Length), (uint)random.Next()];
                BinaryPrimitives.WriteUInt32LittleEndian(hive.AsSpan(place), values[random.Next(values.Length)]);
            }

            if (seed % 11 == 0) hive = hive[..random.Next(4096, hive.Length)];
            try
            {
                var opened = Open(hive);
                foreach (var (key, name, _) in Values)
                {
                    _ = opened.Number(key, name);
                    _ = opened.Text(key, name);
                }

                read++;
            }
            catch (GuestFileException)
            {
                refused++;
            }
        }

        Assert.True(refused > 300 && read > 300, $"{refused} refused, {read} read");
    }

    private static RegistryHive Open(byte[] file) => new("SYSTEM", file);

    private byte[] Hive()
    {
        Tool.Need("hivexsh");
        return File.ReadAllBytes(HiveFile.Write(_folder.File("SYSTEM"), Values));
    }
}
