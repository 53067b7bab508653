using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pff.Benchmarks.Baseline;

/// <summary>Enquire, validate, correct where a rule is broken.</summary>
internal sealed class ContractFix(CrmClient crm, GroupCommitJournal? journal)
{
    public async Task<RowResult> RunAsync(CustomerRow row)
    {
        try
        {
            return await FixAsync(row);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException)
        {
            return new RowResult(row, Outcome.Failed, 0, exception.Message);
        }
    }

    private async Task<RowResult> FixAsync(CustomerRow row)
    {
        var enquiryReply = await crm.GetEnquiryAsync(row.Msisdn);
        if (!enquiryReply.IsSuccess)
        {
            return Failed(row, enquiryReply);
        }

        var enquiry = JsonSerializer.Deserialize(enquiryReply.Body, CrmJson.Default.Enquiry)!;
        var validationReply = await crm.ValidateAsync(enquiryReply.Body);
        if (!validationReply.IsSuccess)
        {
            return Failed(row, validationReply);
        }

        var validation = JsonSerializer.Deserialize(validationReply.Body, CrmJson.Default.Validation)!;
        if (validation.BusinessErrors.Length == 0)
        {
            return new RowResult(row, Outcome.NothingToDo, 0, null);
        }

        var contract = enquiry.Contract[0].Id;
        var key = string.Create(CultureInfo.InvariantCulture, $"baseline-{row.Number}-2");
        if (journal is not null)
        {
            await journal.AppendAsync($"intent {row.Number} {enquiry.Id} {contract} {key}\n");
        }

        var correction = await crm.CorrectAsync(enquiry.Id, contract, key);
        journal?.Append($"outcome {row.Number} {(int)correction.Status} {correction.Body.Length}\n");
        return correction.IsSuccess ? new RowResult(row, Outcome.Fixed, (int)correction.Status, null) : Failed(row, correction);
    }

    private static RowResult Failed(CustomerRow row, Reply reply) =>
        new(row, Outcome.Failed, (int)reply.Status, Encoding.UTF8.GetString(reply.Body));
}
