using System.Globalization;

namespace Replication.Agent.Ec2.Protocol;

/// <summary>A value as filters compare it: the text that the response would have.</summary>
internal static class FilterText
{
    public static string? Of(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => Ec2Xml.Time(time),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
