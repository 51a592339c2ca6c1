using Replication.Core.Errors;
using Replication.Disks.Chains;
using Replication.Disks.Files;

namespace Replication.Disks.Vhd;

/// <summary>
/// What a differencing VHD says about its parent. The parent's unique id decides; "Parent Time Stamp" is the parent's
/// file time, which every copy changes, and is not compared.
/// </summary>
internal static class VhdParent
{
    public static ParentReference Read(IImageBytes image, VhdDynamicHeader header)
    {
        var relative = new List<string>();
        var absolute = new List<string>();
        foreach (VhdParentLocator locator in header.Locators)
        {
            switch (locator.PlatformCode)
            {
                case VhdParentLocator.WindowsRelative or VhdParentLocator.WindowsRelativeAnsi:
                    relative.Add(locator.ReadText(image));
                    break;
                case VhdParentLocator.WindowsAbsolute or VhdParentLocator.WindowsAbsoluteAnsi:
                    absolute.Add(locator.ReadText(image));
                    break;
                case VhdParentLocator.MacUrl when Uri.TryCreate(locator.ReadText(image), UriKind.Absolute, out Uri? url) && url.IsFile:
                    absolute.Add(Uri.UnescapeDataString(url.AbsolutePath));
                    break;
            }
        }

        if (header.ParentName.Length > 0)
        {
            // "Parent Unicode Name" is documented as a file name, but holds whole paths as well.
            bool isPath = header.ParentName.AsSpan().ContainsAny('\\', '/');
            (isPath ? absolute : relative).Add(header.ParentName);
        }

        if (header.ParentUniqueId == Guid.Empty)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, image.Path, null, "The differencing disk records no unique id of its parent.",
                "a parent unique id");
        }

        return new ParentReference([header.ParentUniqueId.ToString()], relative, absolute);
    }
}
