using System.Globalization;

namespace Pff.Runtime.Tests.Support;

/// <summary>How long a test that can be repeated is: short in a normal run, as long as an environment variable says otherwise.</summary>
internal static class LongForm
{
    public static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
