using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;

namespace Pff.Compiler.Lowering;

/// <summary>The code of an <c>assert</c> or <c>fail</c>: a short word that reports and handlers use.</summary>
internal static class FailureCode
{
    public const string OfAssert = "ASSERT";
    public const string OfFail = "FAIL";

    private const int MaximumLength = 64;

    public static string Of(ManifestName? code, string otherwise, SequenceContext context)
    {
        if (code is null)
        {
            return otherwise;
        }

        if (code.Text.Length is 0 or > MaximumLength || !code.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            context.Report(CompilerDiagnostics.BadFailureCode(context.Source, code));
            return otherwise;
        }

        return code.Text;
    }
}
