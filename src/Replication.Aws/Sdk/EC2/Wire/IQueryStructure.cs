namespace Amazon.EC2;

/// <summary>A structure inside a request.</summary>
internal interface IQueryStructure
{
    void Write(QueryWriter writer);
}
