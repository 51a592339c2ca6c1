using Replication.Core.Platform;

namespace Replication.Core.Tests;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("web", "web")]
    [InlineData("two words", "two words")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j")]
    [InlineData("line\nbreak\0", "line_break_")]
    [InlineData("ends. .", "ends")]
    [InlineData("..", "_")]
    [InlineData("", "_")]
    [InlineData("Büro 东京 🚀", "Büro 东京 🚀")]
    public void A_name_becomes_a_file_name_on_every_platform(string name, string expected) => Assert.Equal(expected, FileNames.Safe(name));
}
