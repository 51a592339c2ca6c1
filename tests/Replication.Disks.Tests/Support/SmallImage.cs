using System.Text;
using Replication.Disks.Tests.Vmdk;
using Replication.Disks.Vmdk;

namespace Replication.Disks.Tests.Support;

/// <summary>A small valid image of each kind, and where its structures are.</summary>
internal static class SmallImage
{
    public static readonly string[] Checksummed =
        ["vhd fixed", "vhd dynamic", "vhd differencing", "vhdx dynamic", "vhdx differencing", "vhdx dirty"];

    /// <summary>Parts of a file that hold structure, as opposed to guest data.</summary>
    public static readonly (int Offset, int Length)[] VhdxStructure =
    [
        (0, 16), (64 * 1024, 96), (128 * 1024, 96), (192 * 1024, 96), (256 * 1024, 96), (VhdxBuilder.LogOffset, 8400),
        (VhdxBuilder.MetadataOffset, 256), (VhdxBuilder.MetadataOffset + 64 * 1024, 400), (VhdxBuilder.BatOffset, 128),
        (VhdxBuilder.BatOffset + 4096 * 8, 16),
    ];

    public static (int Offset, int Length)[] Structure(string kind, byte[] image) => kind switch
    {
        "vhd fixed" => [(image.Length - 512, 90)],
        "vhd dynamic" or "vhd differencing" =>
        [
            (0, 90), (512, 64), (512 + 576, 192), (VhdBuilder.TableOffset, 64), (VhdBuilder.TableOffset + 512, 600),
            (image.Length - 512, 90),
        ],
        "vmdk sparse" or "vmdk child" =>
        [
            (4, 76), (SparseImageBuilder.Descriptor, 160), (SparseImageBuilder.DirectoryPlace, 8), (SparseImageBuilder.Table0, 24),
            (SparseImageBuilder.Table1 + 600 % 512 * 4, 4),
        ],
        "vmdk stream" => [(4, 76), (SparseImageBuilder.Descriptor, 160), (128 * 512, 400), (image.Length - 4096, 4096)],
        "vmdk flat" => [(0, image.Length)],
        _ => VhdxStructure,
    };

    /// <summary>
    /// A small image. Those without checksum-free structure to speak of get valid checksums for nothing: most mutations
    /// of a footer must be refused, and those of tables, metadata and bitmaps must be survived.
    /// </summary>
    public static (string Path, byte[] Bytes) Make(string kind, TestFolder folder)
    {
        const int Size = 1 << 20;
        byte[] content = Content.Random(Size, 1);
        byte[] bytes;
        switch (kind)
        {
            case "vhd fixed":
                var fixedDisk = new VhdBuilder { Size = Size, DiskType = 2 };
                fixedDisk.Blocks[0] = content;
                bytes = fixedDisk.Build();
                break;
            case "vhd dynamic":
                bytes = VhdBuilder.Dynamic(content).Build();
                break;
            case "vhd differencing":
                var parent = new VhdBuilder { Size = Size };
                parent.Fill(content);
                folder.Write("parent", parent.Build());
                var child = new VhdBuilder
                {
                    Size = Size,
                    DiskType = 4,
                    ParentId = parent.Id,
                    Locators = [("W2ru", @".\parent"), ("W2ku", @"C:\parent")],
                };
                child.Blocks[3] = content[..(64 * 1024)];
                child.Present[3] = sector => sector % 3 == 0;
                bytes = child.Build();
                break;
            case "vhdx dynamic":
                bytes = VhdxBuilder.Dynamic(content).Build();
                break;
            case "vhdx differencing":
                var parentX = new VhdxBuilder { Size = 3 * Size };
                parentX.Fill(Content.Random(3 * Size, 2));
                folder.Write("parent", parentX.Build());
                var childX = new VhdxBuilder
                {
                    Size = 3 * Size,
                    HasParent = true,
                    Locator =
                    [
                        ("parent_linkage", $"{parentX.DataWriteGuid:B}"), ("relative_path", @".\parent"),
                        ("absolute_win32_path", @"C:\parent"),
                    ],
                };
                childX.Blocks[0] = (7, content);
                childX.Present[0] = sector => sector % 5 == 0;
                childX.Blocks[1] = (2, null);
                bytes = childX.Build();
                break;
            case "vmdk sparse":
                bytes = new SparseImageBuilder { Flags = 7 }.Build();
                break;
            case "vmdk child":
                folder.Write("parent", new SparseImageBuilder().Build());
                bytes = new SparseImageBuilder { Flags = 7, Cid = "5", ParentCid = "12345678", ParentHint = "parent" }.Build();
                break;
            case "vmdk stream":
                bytes = VmdkStream(content);
                break;
            case "vmdk flat":
                folder.Write("f", content);
                string text = "# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\ncreateType=\"custom\"\n"
                    + "RW 1024 FLAT \"f\" 0\nRW 512 ZERO\nRDONLY 2 VMFS \"f\"\n";
                bytes = Encoding.ASCII.GetBytes(text);
                break;
            default:
                var dirty = new VhdxBuilder { Size = Size, LogGuid = Guid.NewGuid() };
                dirty.Fill(content);
                bytes = dirty.Build();
                byte[] bat = bytes.AsSpan(VhdxBuilder.BatOffset, 4096).ToArray();
                bytes.AsSpan(VhdxBuilder.BatOffset, 4096).Clear();
                new VhdxLogBuilder(bytes, dirty.LogGuid).Data(VhdxBuilder.BatOffset, bat).Append(0, 0, 1);
                break;
        }

        return (folder.Write("disk", bytes), bytes);
    }

    private static byte[] VmdkStream(byte[] content)
    {
        using var output = new MemoryStream();
        VmdkStreamWriter.WriteAsync(output, new MemoryDisk(content)).GetAwaiter().GetResult();
        return output.ToArray();
    }
}
