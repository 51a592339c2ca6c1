namespace Replication.Store.Space;

/// <summary>Consecutive pages of one file to be given back. Segments are numbered from 1; 0 stands for the index.</summary>
internal readonly record struct FreeExtent(uint Segment, long Page, long Count) : IComparable<FreeExtent>
{
    public const uint IndexSegment = 0;

    public int CompareTo(FreeExtent other) => Segment != other.Segment ? Segment.CompareTo(other.Segment) : Page.CompareTo(other.Page);
}
