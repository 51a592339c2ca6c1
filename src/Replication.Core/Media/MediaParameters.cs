namespace Replication.Core.Media;

/// <summary>Parameters of ExportInitial and ImportInitial.</summary>
/// <param name="Path">Folder of the media; every VM has its own folder below it.</param>
public sealed record MediaParameters(string Path);

/// <param name="Folder">Folder of this VM on the media.</param>
/// <param name="PointId">Recovery point that it holds.</param>
/// <param name="BytesRead">Read from the source, or from the media on import.</param>
/// <param name="BytesWritten">Written to the media, or to the destination on import.</param>
public sealed record MediaResult(string Folder, string PointId, long BytesRead, long BytesWritten);
