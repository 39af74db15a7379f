package org.stepcast.estimator.recipe;

/** Scripts that prepare data and convert checkpoints, by the frameworks' own tools. */
final class Preparation {

    private Preparation() {}

    /** Megatron-LM's indexed data set; checkpoints by Megatron-Bridge, to which Megatron-LM leaves them. */
    static String megatron(RecipeJob job) {
        return header(job, "Data and checkpoints for Megatron-LM and Megatron-Bridge; run what you need.")
                + Recipes.hubSetting(job)
                + """
                MEGATRON=${MEGATRON:-./Megatron-LM}
                BRIDGE=${BRIDGE:-./Megatron-Bridge}
                LAST=${LAST:-iter_%07d} # the last step of the run

                case ${1:-} in
                data) # data/train.jsonl has one {"text": ...} a line; makes data/train_text_document.bin and .idx
                    python "$MEGATRON/tools/preprocess_data.py" --input data/train.jsonl --output-prefix data/train \\
                        --tokenizer-type HuggingFaceTokenizer --tokenizer-model "$HF_MODEL" --append-eod --workers 16
                    ;;
                import) # published weights, to go on from
                    "$BRIDGE/scripts/conversion/convert.sh" import --hf-model "$HF_MODEL" --megatron-path checkpoints
                    ;;
                export) # trained weights, for Hugging Face
                    "$BRIDGE/scripts/conversion/convert.sh" export --hf-model "$HF_MODEL" --megatron-path "checkpoints/$LAST" \\
                        --hf-path exported
                    ;;
                *) echo "usage: $0 data|import|export" >&2; exit 2 ;;
                esac
                """.formatted(job.stepCount());
    }

    static String torchtitan(RecipeJob job) {
        return header(job, "Tokenizer and checkpoints for torchtitan; it reads its data set as it trains.")
                + Recipes.hubSetting(job)
                + """
                TORCHTITAN=${TORCHTITAN:-./torchtitan}
                cd "$TORCHTITAN"

                case ${1:-} in
                data) # the tokenizer, into assets/tokenizer; needs HF_TOKEN where the model is gated
                    python scripts/download_tokenizer.py --repo_id "$HF_MODEL" --local_dir assets/tokenizer
                    ;;
                import) # published weights in Llama's own format, to go on from
                    python scripts/convert_llama_to_dcp.py original outputs/checkpoint/step-0
                    ;;
                export) # trained weights, as one file
                    python -m torch.distributed.checkpoint.format_utils dcp_to_torch "outputs/checkpoint/step-%d" model.pt
                    ;;
                *) echo "usage: $0 data|import|export" >&2; exit 2 ;;
                esac
                """.formatted(job.stepCount());
    }

    static String trainer(RecipeJob job) {
        return header(job, "Data and checkpoints for the trainer of transformers, which tokenizes as it starts.")
                + Recipes.hubSetting(job)
                + """
                LAST=${LAST:-checkpoints/checkpoint-%d} # the last step of the run

                case ${1:-} in
                data) # data/train.json has one {"text": ...} a line; run_clm.py takes no other ending
                    head -n 1 data/train.json | python -c 'import json, sys; json.loads(sys.stdin.readline())["text"]'
                    ;;
                import) # published weights: give run_clm.py --model_name_or_path weights in place of --config_name
                    hf download "$HF_MODEL" --local-dir weights
                    ;;
                export) # sharded weights of the last checkpoint as one model
                    if [ -e "$LAST/zero_to_fp32.py" ]; then
                        python "$LAST/zero_to_fp32.py" "$LAST" exported
                    else
                        accelerate merge-weights "$LAST/pytorch_model_fsdp_0" exported
                    fi
                    ;;
                *) echo "usage: $0 data|import|export" >&2; exit 2 ;;
                esac
                """.formatted(job.stepCount());
    }

    private static String header(RecipeJob job, String what) {
        return new LaunchScripts(job).header(what) + "cd \"$(dirname \"$0\")\"\n\n";
    }
}
