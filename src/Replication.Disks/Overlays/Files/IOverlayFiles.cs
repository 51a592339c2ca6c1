namespace Replication.Disks.Overlays.Files;

/// <summary>
/// The files of one overlay and nothing else of the file system: the seam at which tests fail, lose and tear what is written.
/// Errors are those of <see cref="System.IO"/>.
/// </summary>
internal interface IOverlayFiles
{
    /// <summary>Names the overlay in errors.</summary>
    string Path { get; }

    bool HasMap { get; }

    /// <summary>Opens the data file, made when it is missing, against every other process.</summary>
    /// <exception cref="Core.Errors.DiskImageException">OverlayInUse.</exception>
    IOverlayFile OpenData();

    IOverlayFile OpenMap();

    /// <summary>Begins a map that replaces the present one, or is the first, with <see cref="CommitMap"/>.</summary>
    IOverlayFile CreateMap();

    /// <summary>Gives the flushed new map its name, durably. The file stays open.</summary>
    void CommitMap();
}
