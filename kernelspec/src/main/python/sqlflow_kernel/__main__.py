from sqlflow_kernel import kernel

kernel()
