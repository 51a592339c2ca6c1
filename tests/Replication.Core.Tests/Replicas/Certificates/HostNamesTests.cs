using Replication.Core.Replicas.Certificates;

namespace Replication.Core.Tests.Replicas.Certificates;

public class HostNamesTests
{
    [Theory]
    [InlineData("hv1.contoso.com", "hv1.contoso.com")]
    [InlineData("HV1.Contoso.COM.", "hv1.contoso.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("サーバー.例え.jp", "xn--vckucxgb.xn--r8jz45g.jp")]
    public void HVR_32_names_are_compared_in_one_form(string given, string expected) => Assert.Equal(expected, HostNames.TryNormalize(given));

    [Theory]
    [InlineData("HV1")]
    [InlineData("10.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("")]
    [InlineData("*.contoso.com")]
    [InlineData("-a.contoso.com")]
    [InlineData("a..com")]
    [InlineData("a b.com")]
    [InlineData("under_score.com")]
    public void HVR_32_what_is_no_full_name_of_a_host_is_none(string given) => Assert.Null(HostNames.TryNormalize(given));
}
