using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of HttpTokensState; the service may answer with others.</summary>
public class HttpTokensState : ConstantClass
{
    public static readonly HttpTokensState Optional = new("optional");

    public static readonly HttpTokensState Required = new("required");

    public HttpTokensState(string value)
        : base(value)
    {
    }

    public static HttpTokensState FindValue(string value) => FindValue<HttpTokensState>(value);

    public static implicit operator HttpTokensState(string value) => FindValue(value);
}
