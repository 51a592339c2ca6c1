namespace Replication.Disks.Vmdk;

/// <summary>One line of the extent description: access, size in sectors, type, file, first sector within a flat file.</summary>
internal sealed record VmdkExtentLine(VmdkExtentAccess Access, long Sectors, VmdkExtentKind Kind, string? FileName, long FileSector);
